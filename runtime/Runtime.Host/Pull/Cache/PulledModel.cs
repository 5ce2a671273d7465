using System.Text.Json;
using System.Text.Json.Serialization;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>What is known about a finished download; written beside it, so that the next pod of the node need not download or hash it again.</summary>
internal sealed record PulledModel(string Uri, ModelFacts Facts)
{
    /// <summary>What lies at <paramref name="path"/>, if it is the whole of what <paramref name="options"/> ask for.</summary>
    public static ModelFacts? Find(string path, PullOptions options)
    {
        if (!File.Exists(path) || !File.Exists(NoteOf(path))) return null;
        try
        {
            var pulled = JsonSerializer.Deserialize(File.ReadAllText(NoteOf(path)), PulledModelJson.Default.PulledModel);
            var same = pulled is { Facts: { } facts } && facts.FileBytes == SplitModel.PartsOf(path).Sum(part => File.Exists(part) ? new FileInfo(part).Length : 0)
                && (options.Sha256 is { } wanted ? string.Equals(facts.Sha256, wanted, StringComparison.OrdinalIgnoreCase) : pulled.Uri == options.Uri);
            return same ? pulled!.Facts : null;
        }
        catch (JsonException)
        {
            // A note cut off by a crash is as good as none.
            return null;
        }
    }

    public void WriteBeside(string path) => File.WriteAllText(NoteOf(path), JsonSerializer.Serialize(this, PulledModelJson.Default.PulledModel));

    public static string NoteOf(string path) => path + ".pulled.json";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PulledModel))]
internal sealed partial class PulledModelJson : JsonSerializerContext;
