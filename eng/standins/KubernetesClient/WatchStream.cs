using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s.Models;

namespace k8s;

/// <summary>Reads the events of a watch, one JSON object per line.</summary>
internal static class WatchStream
{
    /// <returns>The events until the server ends the stream.</returns>
    /// <exception cref="KubernetesException">The server reported an error in the stream, such as 410 for a resource version that is gone.</exception>
    public static async IAsyncEnumerable<(WatchEventType Type, T Object)> ReadAsync<T>(
        TextReader lines, JsonSerializerOptions json, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0) continue;
            var raw = JsonSerializer.Deserialize<Watcher<JsonElement>.WatchEvent>(line, json);
            if (raw.Type == WatchEventType.Error) throw new KubernetesException(raw.Object.Deserialize<V1Status>(json));
            yield return (raw.Type, raw.Object.Deserialize<T>(json));
        }
    }
}
