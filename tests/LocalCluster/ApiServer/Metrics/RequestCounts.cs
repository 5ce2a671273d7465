using System.Collections.Concurrent;
using System.Text;

namespace InferOps.LocalCluster.Api.Metrics;

/// <summary>What was asked, and how it ended.</summary>
/// <param name="Verb">Kubernetes verb: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>, <c>deletecollection</c>.</param>
/// <param name="Resource">Plural with its subresource, such as <c>pods/status</c>; the path for requests about no resource.</param>
/// <param name="User">User name.</param>
/// <param name="Code">HTTP status code.</param>
public sealed record RequestKind(string Verb, string Resource, string User, int Code)
{
    /// <summary>Whether such a request asks for a change.</summary>
    public bool IsWrite => Verb is "create" or "update" or "patch" or "delete" or "deletecollection";
}

/// <summary>How many requests of each kind were answered, so that a test can prove that nothing was written.</summary>
public sealed class RequestCounts
{
    private readonly ConcurrentDictionary<RequestKind, long> counts = new();

    /// <summary>The counts now.</summary>
    public IReadOnlyDictionary<RequestKind, long> Snapshot() => new Dictionary<RequestKind, long>(counts);

    /// <summary>Sum over the kinds that match.</summary>
    public long Total(Func<RequestKind, bool> matches) => counts.Where(entry => matches(entry.Key)).Sum(entry => entry.Value);

    /// <summary>Changes asked for by a user; by anyone when null.</summary>
    public long Writes(string? user = null) => Total(kind => kind.IsWrite && (user is null || kind.User == user));

    internal void Add(RequestKind kind) => counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    /// <summary>Prometheus text format.</summary>
    internal string ToText()
    {
        var text = new StringBuilder()
            .AppendLine("# HELP apiserver_request_total Answered requests by verb, resource, user and status code.")
            .AppendLine("# TYPE apiserver_request_total counter");
        foreach (var (kind, count) in counts.OrderBy(entry => entry.Key.Resource, StringComparer.Ordinal).ThenBy(entry => entry.Key.Verb, StringComparer.Ordinal))
        {
            text.AppendLine($"apiserver_request_total{{verb=\"{kind.Verb}\",resource=\"{Escape(kind.Resource)}\",code=\"{kind.Code}\",user=\"{Escape(kind.User)}\"}} {count}");
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
