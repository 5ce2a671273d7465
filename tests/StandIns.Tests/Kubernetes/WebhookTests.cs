using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.Operator.Web.Webhooks.Admission.Mutation;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private WebApplication app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddControllers().AddApplicationPart(typeof(WebhookTests).Assembly);
        app = builder.Build();
        app.MapControllers();
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_carries_uid_reason_and_code()
    {
        var response = await AskAsync("validate", "UPDATE", before: 3, after: 2);

        Assert.Equal("u1", response["uid"]!.GetValue<string>());
        Assert.False(response["allowed"]!.GetValue<bool>());
        Assert.Equal("""{"message":"A widget never shrinks.","code":422}""", response["status"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_overridden_is_allowed_and_warnings_are_passed_on()
    {
        Assert.Equal("""{"uid":"u1","allowed":true}""", (await AskAsync("validate", "DELETE", before: 1)).ToJsonString());
        Assert.Equal("""["large"]""", (await AskAsync("validate", "UPDATE", before: 1, after: 100))["warnings"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_is_answered_as_a_json_patch_of_what_changed()
    {
        var response = await AskAsync("mutate", "CREATE", after: 0);

        Assert.Equal("JSONPatch", response["patchType"]!.GetValue<string>());
        var patch = JsonNode.Parse(Convert.FromBase64String(response["patch"]!.GetValue<string>()))!;
        Assert.Equal("""[{"op":"replace","path":"/spec/size","value":1},{"op":"add","path":"/metadata/labels","value":{"a/b":"c"}}]""", patch.ToJsonString());
        Assert.Null((await AskAsync("mutate", "CREATE", after: 5))["patch"]);
    }

    [Fact]
    public async Task What_is_no_admission_request_is_a_bad_request()
    {
        using var response = await http.PostAsync("/validate/widget", new StringContent("{", null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<JsonObject> AskAsync(string verb, string operation, int? before = null, int? after = null)
    {
        var request = new JsonObject { ["uid"] = "u1", ["operation"] = operation, ["object"] = Sized(after), ["oldObject"] = Sized(before) };
        using var response = await http.PostAsJsonAsync(
            $"/{verb}/widget", new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["request"] = request });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["response"]!.AsObject();
    }

    private static JsonObject? Sized(int? size)
    {
        if (size is not { } value) return null;
        var widget = Widget.Named("a");
        widget.Spec.Size = value;
        return widget.ToJson();
    }
}

[ValidationWebhook(typeof(Widget))]
public sealed class WidgetValidation : ValidationWebhook<Widget>
{
    public override ValidationResult Update(Widget oldEntity, Widget newEntity, bool dryRun) =>
        newEntity.Spec.Size < oldEntity.Spec.Size ? Fail("A widget never shrinks.", 422) : newEntity.Spec.Size > 10 ? Success("large") : Success();
}

[MutationWebhook(typeof(Widget))]
public sealed class WidgetDefaults : MutationWebhook<Widget>
{
    public override MutationResult<Widget> Create(Widget entity, bool dryRun)
    {
        if (entity.Spec.Size > 0) return NoChanges();
        entity.Spec.Size = 1;
        entity.Metadata.Labels = new Dictionary<string, string> { ["a/b"] = "c" };
        return Modified(entity);
    }
}
