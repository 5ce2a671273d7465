using System.Net;
using System.Net.Http.Headers;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>A file behind a URL, opened by a bearer token where one is given: https:// and hf://.</summary>
internal class WebSource(Uri url, string? token) : RemoteSource
{
    public override Uri Url => url;

    public override string Name { get; } = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public override void Authorize(HttpRequestMessage request)
    {
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public override (string Reason, string Advice)? Explain(HttpResponseMessage refusal, string body)
    {
        if (refusal.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return null;
        // Hugging Face says here what a browser would show: that a licence must be accepted, or that there is no such repository for this token.
        var said = refusal.Headers.TryGetValues("X-Error-Message", out var messages) ? $" ({string.Join(' ', messages)})" : "";
        return (ModelFailureReasons.ModelAccessDenied, token is null
            ? $"it wants a token{said}; name a Secret with the key token in model.credentialsSecret"
            : $"the token in model.credentialsSecret does not open it{said}");
    }
}
