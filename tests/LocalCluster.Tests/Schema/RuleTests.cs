namespace InferOps.LocalCluster.Tests.Schema;

/// <summary>Rules of a custom resource: when they are asked and what they answer.</summary>
public sealed class RuleTests
{
    private const string Ordered = """{"rule":"self.min <= self.max"}""";
    private const string Fixed = """{"rule":"self.min == oldSelf.min","message":"min is immutable"}""";

    public static TheoryData<string, string, string, string?, string?> Cases => new()
    {
        { "one that holds says nothing", Ordered, """{"min":1,"max":2}""", null, null },
        { "one that fails says its message", """{"rule":"self.min <= self.max","message":"min above max"}""", """{"min":3,"max":2}""", null, """spec: Invalid value: "object": min above max""" },
        { "one without a message shows itself", Ordered, """{"min":3,"max":2}""", null, """spec: Invalid value: "object": failed rule: self.min <= self.max""" },
        { "a message can be computed", """{"rule":"self.min <= self.max","messageExpression":"'min is ' + string(self.min)"}""", """{"min":3,"max":2}""", null, """spec: Invalid value: "object": min is 3""" },
        { "a reason and a path can be given", """{"rule":"self.min <= self.max","message":"no","reason":"FieldValueForbidden","fieldPath":".min"}""", """{"min":3,"max":2}""", null, "spec.min: Forbidden: no" },
        { "a transition rule says nothing of a new object", Fixed, """{"min":3,"max":5}""", null, null },
        { "a transition rule compares with the stored object", Fixed, """{"min":3,"max":5}""", """{"min":1,"max":5}""", """spec: Invalid value: "object": min is immutable""" },
        { "an absent field must be asked for first", """{"rule":"self.min > 0"}""", """{"max":2}""", null, """spec: Invalid value: "object": no such key: min evaluating rule: self.min > 0""" },
        { "a broken object is not judged", Ordered, """{"min":"x","max":2}""", null, "some validation rules were not checked" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_rule(string sentence, string rule, string sent, string? before, string? message)
    {
        var spec = $$"""{"type":"object","properties":{"min":{"type":"integer"},"max":{"type":"integer"} },"x-kubernetes-validations":[{{rule}}]}""";
        var error = Record.Exception(() => Widgets.Prepare(spec, sent, before));
        if (message is null) Assert.Null(error);
        else Assert.True(error!.Message.Contains(message, StringComparison.Ordinal), $"{sentence}: {error.Message}");
    }
}
