using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables.Columns;

/// <summary>Columns of nodes.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static IReadOnlyList<Column> All { get; } =
    [
        Common.Name,
        Column.Text("Status", Status),
        Column.Text("Roles", Roles),
        Common.Age,
        Column.Text("Version", element => element.Text("status", "nodeInfo", "kubeletVersion")),
        Column.Wide("Internal-IP", element => Address(element, "InternalIP")),
        Column.Wide("External-IP", element => Address(element, "ExternalIP")),
        Column.Wide("OS-Image", element => element.Text("status", "nodeInfo", "osImage")),
        Column.Wide("Kernel-Version", element => element.Text("status", "nodeInfo", "kernelVersion")),
        Column.Wide("Container-Runtime", element => element.Text("status", "nodeInfo", "containerRuntimeVersion")),
    ];

    private static string Status(JsonElement node)
    {
        var ready = node.Items("status", "conditions").Where(condition => condition.Text("type") == "Ready").Select(condition => condition.Text("status")).FirstOrDefault();
        var status = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return node.IsTrue("spec", "unschedulable") ? $"{status},SchedulingDisabled" : status;
    }

    private static string? Roles(JsonElement node)
    {
        var labels = node.Map("metadata", "labels");
        var roles = labels.Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..])
            .Concat(labels.Where(label => label.Key == "kubernetes.io/role").Select(label => label.Value))
            .Order(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? null : string.Join(',', roles);
    }

    private static string? Address(JsonElement node, string type) =>
        node.Items("status", "addresses").Where(address => address.Text("type") == type).Select(address => address.Text("address")).FirstOrDefault();
}
