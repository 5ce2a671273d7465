using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Patching;

namespace InferOps.LocalCluster.Tests.Patching;

/// <summary>Several managers apply and update one ConfigMap or Deployment.</summary>
public sealed class ServerSideApplyTests
{
    private JsonObject? live;

    [Fact]
    public void Creating_by_apply_owns_exactly_what_was_stated()
    {
        Apply("a", Config("""{"x":"1"}"""));
        Assert.Equal("""{"f:data":{"f:x":{}}}""", Owned("a"));
    }

    [Fact]
    public void A_field_no_longer_stated_goes()
    {
        Apply("a", Config("""{"x":"1","y":"2"}"""));
        Apply("a", Config("""{"x":"1"}"""));
        Assert.Equal("""{"x":"1"}""", live!["data"]!.ToJsonString());
    }

    [Fact]
    public void A_field_another_manager_also_states_stays()
    {
        Apply("a", Config("""{"x":"1"}"""));
        Apply("b", Config("""{"x":"1"}"""));
        Apply("a", Config("{}"));
        Assert.Equal("""{"x":"1"}""", live!["data"]!.ToJsonString());
        Assert.Equal("""{"f:data":{"f:x":{}}}""", Owned("b"));
    }

    [Fact]
    public void Changing_what_another_manager_applied_conflicts_and_force_takes_it_over()
    {
        Apply("a", Config("""{"x":"1","y":"1"}"""));
        var error = Assert.Throws<ApiException>(() => Apply("b", Config("""{"x":"2"}""")));
        Assert.Equal((409, "Apply failed with 1 conflict: conflict with \"a\": .data.x"), (error.Code, error.Message));
        Assert.Equal([new StatusCause("FieldManagerConflict", "conflict with \"a\"", ".data.x")], error.Causes);

        Apply("b", Config("""{"x":"2"}"""), force: true);
        Assert.Equal("""{"f:data":{"f:y":{}}}""", Owned("a"));
        Assert.Equal("""{"f:data":{"f:x":{}}}""", Owned("b"));
    }

    [Fact]
    public void Conflicts_with_an_updater_name_its_version_and_time()
    {
        Update("kubectl-edit", Config("""{"x":"1","y":"1"}"""));
        var error = Assert.Throws<ApiException>(() => Apply("b", Config("""{"x":"2","y":"2"}""")));
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"kubectl-edit\" using v1 at 2026-01-01T12:00:00Z:\n- .data.x\n- .data.y", error.Message);
    }

    [Fact]
    public void Applying_the_same_again_changes_nothing_not_even_times()
    {
        Apply("a", Config("""{"x":"1"}"""));
        var before = live!.DeepClone();
        Apply("a", Config("""{"x":"1"}"""), later: TimeSpan.FromHours(1));
        Assert.True(JsonNode.DeepEquals(before, live), live.ToJsonString());
    }

    [Fact]
    public void An_update_owns_what_it_changed_and_the_applier_loses_it()
    {
        Apply("a", Config("""{"x":"1","y":"1"}"""));
        Update("u", Config("""{"x":"2","y":"1"}"""));
        Assert.Equal("""{"f:data":{"f:x":{}}}""", Owned("u"));
        Assert.Equal("""{"f:data":{"f:y":{}}}""", Owned("a"));
    }

    [Fact]
    public void An_update_without_a_change_leaves_entries_and_times()
    {
        Update("u", Config("""{"x":"1"}"""));
        var before = live!["metadata"]!["managedFields"]!.DeepClone();
        Update("v", Config("""{"x":"1"}"""), later: TimeSpan.FromHours(1));
        Assert.True(JsonNode.DeepEquals(before, live!["metadata"]!["managedFields"]));
    }

    [Fact]
    public void Containers_and_ports_merge_as_maps_and_an_unowned_default_goes_with_its_container()
    {
        Apply("a", Deployment("""[{"name":"web","image":"x","ports":[{"containerPort":80}]},{"name":"side","image":"s"}]"""));
        live!["spec"]!["template"]!["spec"]!["containers"]![1]!["imagePullPolicy"] = "Always";
        Assert.Contains("""k:{"containerPort":80,"protocol":"TCP"}""", Owned("a"), StringComparison.Ordinal);

        Apply("b", Deployment("""[{"name":"web","env":[{"name":"E","value":"1"}]}]"""));
        Apply("a", Deployment("""[{"name":"web","image":"y"}]"""));
        Assert.Equal(
            """[{"name":"web","image":"y","ports":[],"env":[{"name":"E","value":"1"}]}]""", live!["spec"]!["template"]!["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void A_container_stays_while_someone_else_owns_part_of_it()
    {
        Apply("a", Deployment("""[{"name":"web","image":"x"}]"""));
        Apply("b", Deployment("""[{"name":"web","env":[{"name":"E","value":"1"}]}]"""));
        Apply("a", Deployment("[]"));
        Assert.Equal("""[{"name":"web","env":[{"name":"E","value":"1"}]}]""", live!["spec"]!["template"]!["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void Selectors_are_owned_as_one_value()
    {
        Apply("a", Deployment("[]"));
        Assert.Contains("\"f:selector\":{}", Owned("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_kubectl_once_applied_from_the_client_are_its_own()
    {
        var configuration = Config("""{"x":"1"}""");
        configuration["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = configuration.ToJsonString() };
        Update("kubectl-client-side-apply", configuration);
        Apply("kubectl", Config("""{"x":"2"}"""));
        Assert.Equal("2", live!["data"]!["x"]!.ToString());
    }

    [Fact]
    public void Applying_stringData_owns_the_data_it_becomes()
    {
        Apply("a", Objects.Json("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"k":"v"}}"""));
        Assert.Equal("""{"f:data":{"f:k":{}}}""", Owned("a"));
        Assert.Equal("dg==", live!["data"]!["k"]!.ToString());
    }

    [Fact]
    public void A_single_empty_entry_clears_the_managers()
    {
        Apply("a", Config("""{"x":"1"}"""));
        var cleared = live!.DeepClone().AsObject();
        cleared["metadata"]!["managedFields"] = new JsonArray(new JsonObject());
        Update("u", cleared);
        Assert.Null(live!["metadata"]!["managedFields"]);
    }

    [Fact]
    public void An_apply_without_a_manager_or_with_managed_fields_is_refused()
    {
        Assert.Contains("fieldManager: Required value", Assert.Throws<ApiException>(() => Apply("", Config("{}"))).Message, StringComparison.Ordinal);
        var configuration = Config("{}");
        configuration["metadata"]!["managedFields"] = new JsonArray();
        Assert.Equal("metadata.managedFields must be nil", Assert.Throws<ApiException>(() => Apply("a", configuration)).Message);
    }

    private void Apply(string manager, JsonObject configuration, bool force = false, TimeSpan later = default)
    {
        var writer = Objects.Writer(configuration["kind"]!.ToString(), manager);
        live = Patch.Apply(PatchType.Apply, live, configuration.ToJsonString(), writer with { Force = force, Now = Objects.Start + later });
    }

    private void Update(string manager, JsonObject value, TimeSpan later = default)
    {
        var after = value.DeepClone().AsObject();
        ManagedFields.Track(live, after, Objects.Writer(value["kind"]!.ToString(), manager) with { Now = Objects.Start + later });
        live = after;
    }

    private string? Owned(string manager) => live!["metadata"]!["managedFields"]!.AsArray()
        .FirstOrDefault(entry => entry!["manager"]!.ToString() == manager)?["fieldsV1"]!.ToJsonString().Replace("\\u0022", "\"");

    private static JsonObject Config(string data) => Objects.Json($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{{data}}}""");

    private static JsonObject Deployment(string containers) => Objects.Json(
        $$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},
         "spec":{"selector":{"matchLabels":{"app":"d"} },"template":{"metadata":{"labels":{"app":"d"} },"spec":{"containers":{{containers}} } } } }
        """);
}
