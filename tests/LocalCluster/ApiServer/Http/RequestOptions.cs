using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>The query parameters every resource request may carry.</summary>
internal sealed record RequestOptions
{
    public bool DryRun { get; init; }

    public string? FieldManager { get; init; }

    public string FieldValidation { get; init; } = "Warn";

    public bool Force { get; init; }

    public bool Watch { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    public string? ResourceVersion { get; init; }

    public string? ResourceVersionMatch { get; init; }

    public int? Limit { get; init; }

    public string? Continue { get; init; }

    public TimeSpan? Timeout { get; init; }

    public bool AllowWatchBookmarks { get; init; }

    public bool SendInitialEvents { get; init; }

    public string IncludeObject { get; init; } = "Metadata";

    /// <exception cref="ApiException">400 for a value outside its set.</exception>
    public static RequestOptions Read(IQueryCollection query)
    {
        var options = new RequestOptions
        {
            DryRun = ReadDryRun(query["dryRun"]),
            FieldManager = NullIfEmpty(query["fieldManager"]),
            FieldValidation = NullIfEmpty(query["fieldValidation"]) ?? "Warn",
            Force = IsTrue(query["force"]),
            Watch = IsTrue(query["watch"]),
            LabelSelector = NullIfEmpty(query["labelSelector"]),
            FieldSelector = NullIfEmpty(query["fieldSelector"]),
            ResourceVersion = NullIfEmpty(query["resourceVersion"]),
            ResourceVersionMatch = NullIfEmpty(query["resourceVersionMatch"]),
            Limit = int.TryParse(query["limit"], out var limit) && limit > 0 ? limit : null,
            Continue = NullIfEmpty(query["continue"]),
            Timeout = int.TryParse(query["timeoutSeconds"], out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null,
            AllowWatchBookmarks = IsTrue(query["allowWatchBookmarks"]),
            SendInitialEvents = IsTrue(query["sendInitialEvents"]),
            IncludeObject = NullIfEmpty(query["includeObject"]) ?? "Metadata",
        };
        if (options.FieldValidation is not ("Ignore" or "Warn" or "Strict")) throw ApiException.BadRequest($"invalid fieldValidation: {options.FieldValidation}");
        return options;
    }

    internal static bool ReadDryRun(IEnumerable<string?> values)
    {
        var asked = values.Where(value => !string.IsNullOrEmpty(value)).ToList();
        if (asked.Exists(value => value != "All")) throw ApiException.BadRequest($"Invalid value: \"{asked[0]}\": dryRun supports only \"All\"");
        return asked.Count > 0;
    }

    private static bool IsTrue(string? text) => text is "true" or "1" or "True";

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
