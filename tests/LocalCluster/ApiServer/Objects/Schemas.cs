using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>What the rest of the server asks of schemas and patches.</summary>
internal sealed class Schemas
{
    public JsonObject Prepare(ObjectRequest request, JsonObject? before, JsonObject content) => content;

    public void Track(ObjectRequest request, JsonObject? before, JsonObject content, DateTimeOffset now)
    {
    }

    public JsonObject PatchScale(ObjectRequest request, JsonObject scale, Http.RequestBody body) => throw ApiException.UnsupportedMediaType("not yet");
}
