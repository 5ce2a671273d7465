using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>
/// Without mount namespaces a path inside the container lies elsewhere: this rewrites it wherever it occurs in a string as a path or the beginning of
/// one. All paths are replaced in one pass, the longest first, so what was replaced is never replaced again.
/// </summary>
internal sealed class PathMap
{
    private readonly Dictionary<string, string> _hosts = [];
    private readonly Regex? _pattern;

    /// <param name="paths">Container path to host path; of two for one container path the first counts.</param>
    public PathMap(IEnumerable<KeyValuePair<string, string>> paths)
    {
        foreach (var (container, host) in paths)
            if (container.TrimEnd('/') is { Length: > 0 } path) _hosts.TryAdd(path, host.TrimEnd('/'));
        if (_hosts.Count == 0) return;
        var alternatives = string.Join('|', _hosts.Keys.OrderByDescending(path => path.Length).Select(Regex.Escape));
        // Not within a longer path or a word (my/models, /models2), but right after a scheme (file:///models).
        _pattern = new Regex($"(?:(?<=://)|(?<![\\w./-]))(?<path>{alternatives})(?![\\w-]|\\.\\w)", RegexOptions.CultureInvariant);
    }

    public IReadOnlyDictionary<string, string> Paths => _hosts;

    public string Rewrite(string text) => _pattern?.Replace(text, match => _hosts[match.Groups["path"].Value]) ?? text;
}
