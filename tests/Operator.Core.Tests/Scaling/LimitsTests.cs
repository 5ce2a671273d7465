using InferOps.Operator.Core.Scaling;

namespace InferOps.Operator.Core.Tests.Scaling;

public sealed class LimitsTests
{
    public static TheoryData<string> All { get; } = [.. typeof(Limits).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_limit_is_told_in_words(string limit) => Assert.True(limit == Limits.Advisory || Limits.InWords(limit) != limit, limit);
}
