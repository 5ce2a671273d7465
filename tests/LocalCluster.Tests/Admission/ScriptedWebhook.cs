using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Pki;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace InferOps.LocalCluster.Tests.Admission;

/// <summary>A webhook over TLS that answers as told and remembers what it was asked.</summary>
internal sealed class ScriptedWebhook : IAsyncDisposable
{
    private readonly WebApplication application;

    private ScriptedWebhook(WebApplication application, string authority)
    {
        this.application = application;
        AuthorityPem = authority;
    }

    /// <summary>Whom its certificate is from.</summary>
    public string AuthorityPem { get; }

    public string CaBundle => Convert.ToBase64String(Encoding.UTF8.GetBytes(AuthorityPem));

    public int Port => new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>The <c>request</c> of every review so far.</summary>
    public List<JsonNode> Asked { get; } = [];

    /// <summary>The <c>response</c> to a <c>request</c>, without its uid.</summary>
    public Func<JsonNode, JsonObject> Answer { get; set; } = _ => new JsonObject { ["allowed"] = true };

    /// <summary>What else goes on before the answer.</summary>
    public Func<HttpContext, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <param name="names">Host names in its certificate.</param>
    public static async Task<ScriptedWebhook> StartAsync(params string[] names)
    {
        using var authority = new CertificateAuthority($"webhook-ca-{Guid.NewGuid()}", TimeProvider.System);
        var certificate = authority.IssueServer([IPAddress.Loopback], names);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var webhook = new ScriptedWebhook(builder.Build(), authority.Pem);
        webhook.application.Run(webhook.HandleAsync);
        await webhook.application.StartAsync(TestContext.Current.CancellationToken);
        return webhook;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        await Before(http);
        var request = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!["request"]!;
        lock (Asked) Asked.Add(request);
        var response = Answer(request);
        response["uid"] = (string?)request["uid"];
        var review = new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(review.ToJsonString(), http.RequestAborted);
    }
}
