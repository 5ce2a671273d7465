using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema.Cel;

namespace InferOps.LocalCluster.Schema;

/// <summary>What a value must satisfy beyond its type. Lengths count Unicode code points, as the API server does.</summary>
public sealed record ValueRules
{
    public static ValueRules None { get; } = new();

    public IReadOnlyList<JsonNode> Enum { get; init; } = [];
    public string? Pattern { get; init; }
    public long? MinLength { get; init; }
    public long? MaxLength { get; init; }
    public long? MinItems { get; init; }
    public long? MaxItems { get; init; }
    public long? MinProperties { get; init; }
    public long? MaxProperties { get; init; }
    public double? Minimum { get; init; }
    public double? Maximum { get; init; }
    public bool ExclusiveMinimum { get; init; }
    public bool ExclusiveMaximum { get; init; }
    public double? MultipleOf { get; init; }
    public bool UniqueItems { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];
    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];
    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];
    public SchemaNode? Not { get; init; }

    /// <summary>Rules of <c>x-kubernetes-validations</c>.</summary>
    public IReadOnlyList<CelRule> Cel { get; init; } = [];
}

/// <summary>One entry of <c>x-kubernetes-validations</c>, as written.</summary>
public sealed record CelRule(string Rule, string? Message, string? MessageExpression, string? Reason, string? FieldPath, bool OptionalOldSelf)
{
    private CelProgram? program;

    /// <summary>The compiled rule. A rule lies at one node, so it is compiled once.</summary>
    /// <exception cref="CelException">The rule does not compile.</exception>
    internal CelProgram Compile(SchemaNode self) => program ??= CelProgram.Compile(Rule, self);
}
