using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>A label selector in its text form: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed partial class LabelSelector
{
    private readonly IReadOnlyList<Requirement> requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements) => this.requirements = requirements;

    public static LabelSelector Everything { get; } = new([]);

    public bool Matches(IReadOnlyDictionary<string, string> labels) => requirements.All(requirement => requirement.Matches(labels));

    /// <exception cref="ApiException">400 when the text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Everything;
        var found = new List<Requirement>();
        var position = 0;
        while (position < text.Length)
        {
            var match = Term().Match(text, position);
            if (!match.Success || match.Index != position) throw ApiException.BadRequest($"unable to parse requirement: found '{text[position..]}'");
            found.Add(ToRequirement(match));
            position += match.Length;
        }

        return new LabelSelector(found);
    }

    private static Requirement ToRequirement(Match match)
    {
        var key = match.Groups["key"].Value;
        if (match.Groups["not"].Success) return new Requirement(key, Kind.Absent, []);
        var values = match.Groups["set"].Success
            ? match.Groups["set"].Value.Split(',', StringSplitOptions.TrimEntries)
            : [match.Groups["value"].Value.Trim()];
        return match.Groups["operator"].Value switch
        {
            "" => new Requirement(key, Kind.Present, []),
            "!=" or "notin" => new Requirement(key, Kind.NotIn, values),
            _ => new Requirement(key, Kind.In, values),
        };
    }

    [GeneratedRegex(@"\s*(?:(?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+)\s*(?:(?<operator>in|notin)\s*\((?<set>[^)]*)\)|(?<operator>==|!=|=)\s*(?<value>[\w.-]*))?)\s*(?:,(?=.)|$)")]
    private static partial Regex Term();

    private enum Kind
    {
        In,
        NotIn,
        Present,
        Absent,
    }

    private sealed record Requirement(string Key, Kind Kind, IReadOnlyList<string> Values)
    {
        public bool Matches(IReadOnlyDictionary<string, string> labels)
        {
            var present = labels.TryGetValue(Key, out var value);
            return Kind switch
            {
                Kind.In => present && Values.Contains(value),
                Kind.NotIn => !present || !Values.Contains(value),
                Kind.Present => present,
                _ => !present,
            };
        }
    }
}
