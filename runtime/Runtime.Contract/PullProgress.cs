using System.Text.Json.Serialization;

namespace InferOps.Runtime.Contract;

/// <summary>How far a pull is.</summary>
/// <param name="Bytes">Bytes of the file that are here.</param>
/// <param name="FileBytes">Bytes of the file; 0: not known yet.</param>
public sealed record PullProgress(long Bytes, long FileBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PullProgress))]
public sealed partial class PullProgressJson : JsonSerializerContext;
