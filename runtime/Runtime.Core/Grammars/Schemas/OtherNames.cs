using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Strings that differ from all of some names.</summary>
/// <remarks>They have no escapes, so that no name can come back in another spelling; a name that needs escapes differs already.</remarks>
internal static class OtherNames
{
    private static readonly CharacterSet Plain = CharacterSet.Everything.Except(CharacterSet.Of(new CharacterRange(0, 0x1F))).Except(CharacterSet.Of("\"\\\u007F"));

    public static Expression Than(IReadOnlyCollection<string> names) =>
        Expression.Then(Expression.Of("\""), From([.. names.Distinct(StringComparer.Ordinal)]), Expression.Of("\""));

    /// <summary>Continuations that lead to none of the rests of names.</summary>
    private static Expression From(IReadOnlyCollection<string> rests)
    {
        var branches = rests.Where(rest => rest.Length > 0).GroupBy(rest => rest.EnumerateRunes().First()).ToList();
        var options = branches
            .Where(branch => Plain.Contains(branch.Key.Value))
            .Select(branch => Expression.Then(Expression.Of(branch.Key.ToString()), From([.. branch.Select(rest => rest[branch.Key.Utf16SequenceLength..])])))
            .ToList();
        var different = Plain.Except(CharacterSet.Of(string.Concat(branches.Select(branch => branch.Key.ToString()))));
        options.Add(Expression.Then(new Expression.Character(different), Expression.Times(new Expression.Character(Plain), 0, null)));
        return rests.Contains("") ? Expression.Either(options) : Expression.Optional(Expression.Either(options));
    }
}
