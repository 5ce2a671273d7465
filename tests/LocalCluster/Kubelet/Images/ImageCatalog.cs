using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Kubelet.Images;

/// <summary>Finds what stands for an image.</summary>
internal sealed class ImageCatalog(IEnumerable<ImageRule> rules)
{
    private readonly List<(Regex Pattern, ImageRule Rule)> _rules = [.. rules.Select(rule => (Pattern(rule.Name), rule))];

    /// <summary>The first rule that matches, or null.</summary>
    public ImageRule? Find(string image) => _rules.FirstOrDefault(entry => entry.Pattern.IsMatch(image)).Rule;

    private static Regex Pattern(string name)
    {
        var glob = Regex.Escape(name).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        // A colon after the last slash is a tag; before it, it is a registry's port.
        var tagged = name[(name.LastIndexOf('/') + 1)..].AsSpan().IndexOfAny(':', '@') >= 0;
        return new Regex($"^(docker\\.io/(library/)?)?{glob}{(tagged ? "" : "(:[^/@]+)?(@[^/]+)?")}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
