namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>A JSON schema that cannot be enforced.</summary>
/// <param name="path">JSON pointer to the keyword, or to the schema, from the schema's root: <c>#/properties/name/pattern</c>.</param>
/// <param name="problem">What about it, for the person who wrote it.</param>
public sealed class SchemaException(string path, string problem) : FormatException($"{path}: {problem}")
{
    public string Path { get; } = path;
}
