using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.Operator.Core.Admission;

/// <summary>Compares specs by what is written in them: records compare lists by identity.</summary>
internal static class SpecText
{
    public static bool Same<T>(T a, T b) => JsonNode.DeepEquals(JsonSerializer.SerializeToNode(a), JsonSerializer.SerializeToNode(b));
}
