using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>The syntax of names, labels and annotation keys. Each check returns what is wrong, or null.</summary>
internal static partial class Names
{
    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
        "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Label1035Rule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character " +
        "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string QualifiedRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    public static bool IsSubdomain(string name) => Subdomain(name) is null;

    public static string? Subdomain(string name) => name.Length > 253 ? "must be no more than 253 bytes" : SubdomainForm().IsMatch(name) ? null : SubdomainRule;

    public static string? Label(string name) => name.Length > 63 ? "must be no more than 63 bytes" : LabelForm().IsMatch(name) ? null : LabelRule;

    public static string? Label1035(string name) => name.Length > 63 ? "must be no more than 63 bytes" : Label1035Form().IsMatch(name) ? null : Label1035Rule;

    /// <summary>Names that only have to work as a path segment, as those of RBAC.</summary>
    public static string? PathSegment(string name) => name is "." or ".." ? $"may not be '{name}'"
        : name.Contains('/') ? "may not contain '/'"
        : name.Contains('%') ? "may not contain '%'"
        : null;

    /// <summary>A label or annotation key: a name with an optional DNS prefix.</summary>
    public static string? QualifiedName(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2) return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', with an optional DNS subdomain prefix and '/'";
        if (parts.Length == 2 && (parts[0].Length == 0 ? "must be non-empty" : Subdomain(parts[0])) is { } wrong) return $"prefix part {wrong}";
        var name = parts[^1];
        return name.Length == 0 ? "name part must be non-empty" : name.Length > 63 ? "name part must be no more than 63 bytes" : QualifiedForm().IsMatch(name) ? null : QualifiedRule;
    }

    public static string? LabelValue(string value) => value.Length > 63 ? "must be no more than 63 bytes" : value.Length == 0 || QualifiedForm().IsMatch(value) ? null : LabelValueRule;

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainForm();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label1035Form();

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedForm();
}
