using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Metrics;

/// <summary>Appends one JSON line per answered request to a file, when one is wanted.</summary>
internal sealed class AuditLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly StreamWriter? file;

    public AuditLog(string? path) => file = path is null ? null : new StreamWriter(path, append: true) { AutoFlush = true };

    public void Write(DateTimeOffset time, RequestKind kind, string path)
    {
        if (file is null) return;
        var line = JsonSerializer.Serialize(new { time = ApiTime.Microseconds(time), kind.User, kind.Verb, kind.Resource, path, kind.Code }, JsonSerializerOptions.Web);
        lock (gate) file.WriteLine(line);
    }

    public void Dispose() => file?.Dispose();
}
