using System.Text.Json;

namespace InferOps.Runtime.Server.Wire;

/// <summary>What the answer must be: <c>text</c>, <c>json_object</c>, or a document of a <c>json_schema</c>.</summary>
internal sealed record ResponseFormat(string? Type, JsonSchemaFormat? JsonSchema);

/// <param name="Name">For the caller's own use.</param>
/// <param name="Description">For the caller's own use.</param>
/// <param name="Strict">Every schema is kept to strictly, whatever this says.</param>
/// <param name="Schema">The schema.</param>
internal sealed record JsonSchemaFormat(string? Name, string? Description, bool? Strict, JsonElement? Schema);
