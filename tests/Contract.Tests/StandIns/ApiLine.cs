using System.Text.RegularExpressions;

namespace InferOps.Contract.Tests.StandIns;

/// <summary>One line of an API, taken apart so that a stand-in may implement fewer interfaces than the package, and nothing else.</summary>
internal sealed partial record ApiLine(string Subject, HashSet<string> Bases)
{
    public static ApiLine Parse(string line)
    {
        line = Attributes().Replace(line, match => match.Groups["kept"].Success ? match.Value : "");
        var header = TypeHeader().Match(line);
        if (!header.Success) return new ApiLine(line, []);
        var bases = Split(header.Groups["bases"].Value).ToHashSet();
        return new ApiLine($"{header.Groups["name"].Value} : {header.Groups["kind"].Value}{header.Groups["rest"].Value}", bases);
    }

    /// <summary>Whether code that uses a stand-in with this line also compiles against the package with the other.</summary>
    public bool IsCoveredBy(ApiLine upstream) => Subject == upstream.Subject && Bases.IsSubsetOf(upstream.Bases);

    /// <summary>What comes before parameters, types and constraints: enough to find the line that was probably meant.</summary>
    public string Name => Subject.Split(["(", " : ", " = "], 2, StringSplitOptions.None)[0];

    [GeneratedRegex(@" \[(?<kept>JsonPropertyName|KubernetesEntity)?[A-Za-z]*(?:\((?:[^()""]|""[^""]*""|\([^()]*\))*\))?\]|\[FromBody\] | \[(?:in|out) \w+\]")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^(?<name>[^(]+?) : (?<kind>(?:(?:static|abstract|sealed|readonly|ref) )*(?:class|record struct|record|struct|interface))(?: : (?<bases>.+?))?(?<rest>(?: where .+?)?(?: \[KubernetesEntity.*\])?)$")]
    private static partial Regex TypeHeader();

    private static IEnumerable<string> Split(string bases)
    {
        var depth = 0;
        var start = 0;
        for (var at = 0; at <= bases.Length; at++)
        {
            if (at == bases.Length || (bases[at] == ',' && depth == 0))
            {
                if (at > start) yield return bases[start..at].Trim();
                start = at + 1;
            }
            else if (bases[at] is '<' or '(')
            {
                depth++;
            }
            else if (bases[at] is '>' or ')')
            {
                depth--;
            }
        }
    }
}
