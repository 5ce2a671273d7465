using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables.Columns;

/// <summary>Columns of what is read rather than run: configuration, storage, access.</summary>
internal static class ConfigurationColumns
{
    private static readonly Dictionary<string, string> AccessModes = new()
    {
        ["ReadWriteOnce"] = "RWO",
        ["ReadOnlyMany"] = "ROX",
        ["ReadWriteMany"] = "RWX",
        ["ReadWriteOncePod"] = "RWOP",
    };

    public static IReadOnlyList<Column> NamespaceColumns { get; } = [Common.Name, Column.Text("Status", element => element.Text("status", "phase")), Common.Age];

    public static IReadOnlyList<Column> ConfigMap { get; } =
        [Common.Name, Column.Number("Data", element => Members(element, "data") + Members(element, "binaryData")), Common.Age];

    public static IReadOnlyList<Column> Secret { get; } =
        [Common.Name, Column.Text("Type", element => element.Text("type")), Column.Number("Data", element => Members(element, "data")), Common.Age];

    public static IReadOnlyList<Column> ServiceAccount { get; } =
        [Common.Name, Column.Number("Secrets", element => element.Items("secrets").Count()), Common.Age];

    public static IReadOnlyList<Column> Lease { get; } = [Common.Name, Column.Text("Holder", element => element.Text("spec", "holderIdentity")), Common.Age];

    public static IReadOnlyList<Column> Claim { get; } =
    [
        Common.Name,
        Column.Text("Status", element => element.Text("status", "phase")),
        Column.Text("Volume", element => element.Text("spec", "volumeName") ?? ""),
        Column.Text("Capacity", element => element.Text("status", "capacity", "storage") ?? ""),
        Column.Text("Access Modes", element => Modes(element.Texts("status", "accessModes"))),
        Column.Text("StorageClass", element => element.Text("spec", "storageClassName") ?? ""),
        Common.Age,
        Column.Wide("VolumeMode", element => element.Text("spec", "volumeMode") ?? "Filesystem"),
    ];

    public static IReadOnlyList<Column> Volume { get; } =
    [
        Common.Name,
        Column.Text("Capacity", element => element.Text("spec", "capacity", "storage")),
        Column.Text("Access Modes", element => Modes(element.Texts("spec", "accessModes"))),
        Column.Text("Reclaim Policy", element => element.Text("spec", "persistentVolumeReclaimPolicy")),
        Column.Text("Status", element => element.Text("status", "phase")),
        Column.Text("Claim", element => element.At("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : ""),
        Column.Text("StorageClass", element => element.Text("spec", "storageClassName") ?? ""),
        Column.Text("Reason", element => element.Text("status", "reason") ?? ""),
        Common.Age,
    ];

    public static IReadOnlyList<Column> StorageClass { get; } =
    [
        Common.Name,
        Column.Text("Provisioner", element => element.Text("provisioner")),
        Column.Text("ReclaimPolicy", element => element.Text("reclaimPolicy") ?? "Delete"),
        Column.Text("VolumeBindingMode", element => element.Text("volumeBindingMode") ?? "Immediate"),
        Column.Text("AllowVolumeExpansion", element => element.IsTrue("allowVolumeExpansion") ? "true" : "false"),
        Common.Age,
    ];

    public static IReadOnlyList<Column> PriorityClass { get; } =
    [
        Common.Name,
        Column.Number("Value", element => element.Number("value")),
        Column.Text("Global-Default", element => element.IsTrue("globalDefault") ? "true" : "false"),
        Common.Age,
        Column.Text("PreemptionPolicy", element => element.Text("preemptionPolicy") ?? "PreemptLowerPriority"),
    ];

    public static IReadOnlyList<Column> RoleBinding { get; } =
    [
        Common.Name,
        Column.Text("Role", element => $"{element.Text("roleRef", "kind")}/{element.Text("roleRef", "name")}"),
        Common.Age,
        Column.Wide("Users", element => Subjects(element, "User")),
        Column.Wide("Groups", element => Subjects(element, "Group")),
        Column.Wide("ServiceAccounts", element => Subjects(element, "ServiceAccount")),
    ];

    public static IReadOnlyList<Column> Webhooks { get; } = [Common.Name, Column.Number("Webhooks", element => element.Items("webhooks").Count()), Common.Age];

    private static int Members(JsonElement element, string field) =>
        element.At(field) is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject().Count() : 0;

    private static string Modes(IReadOnlyList<string> modes) => string.Join(',', modes.Select(mode => AccessModes.GetValueOrDefault(mode, mode)));

    private static string Subjects(JsonElement binding, string kind) => string.Join(", ", binding.Items("subjects")
        .Where(subject => subject.Text("kind") == kind)
        .Select(subject => subject.Text("namespace") is { } ns ? $"{ns}/{subject.Text("name")}" : subject.Text("name")));
}
