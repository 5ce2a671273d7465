using System.Net.Http.Headers;
using System.Text;
using k8s.Models;

namespace k8s;

/// <summary>One request to the API server, before it has a host.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the server's base address, without a leading slash.</param>
/// <param name="Body">A V1Patch, any serialisable object, or null.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, object Body = null)
{
    /// <summary>Query parameters; those whose value is null are left out.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>The parameters that every write takes.</summary>
    public static (string, string)[] WriteOptions(string dryRun, string fieldManager, string fieldValidation = null, bool? force = null) =>
        [("dryRun", dryRun), ("fieldManager", fieldManager), ("fieldValidation", fieldValidation), ("force", Text(force))];

    public static string Text(bool? value) => value switch { true => "true", false => "false", null => null };

    public HttpRequestMessage ToMessage(Uri baseUri, string json)
    {
        var message = new HttpRequestMessage(Method, new Uri(baseUri, RelativeUri()));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (json is null) return message;
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(Body is V1Patch patch ? patch.ContentType : "application/json");
        return message;
    }

    private string RelativeUri()
    {
        var set = Query.Where(parameter => parameter.Value is not null).ToList();
        if (set.Count == 0) return Path;
        return Path + "?" + string.Join('&', set.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
    }
}
