using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Kubelet.Volumes;

/// <summary>
/// Access of a pod to the API under its service account. An API server with the ServiceAccount admission plugin adds this volume to the pod itself;
/// where it did not, the kubelet does.
/// </summary>
internal static class AccountVolume
{
    public const string Name = "kube-api-access";
    public const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static JsonObject Definition() => JsonNode.Parse($$"""
        {
          "name": "{{Name}}",
          "projected": {"sources": [
            {"serviceAccountToken": {"path": "token", "expirationSeconds": 86400} },
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]} },
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"} }]} }]}
        }
        """)!.AsObject();

    /// <summary>Whether the kubelet must add it: nobody else has, and neither pod nor account declines it.</summary>
    public static async Task<bool> IsMissingAsync(KubeClient client, JsonObject pod, CancellationToken cancellation)
    {
        if (pod.At("spec", "automountServiceAccountToken") is not null) return pod.Flag("spec", "automountServiceAccountToken") && !IsMounted(pod);
        if (IsMounted(pod)) return false;
        var name = pod.Text("spec", "serviceAccountName") ?? "default";
        var account = await client.GetAsync(Resource.ServiceAccounts, pod.Namespace, name, cancellation)
            ?? throw new ConfigException($"serviceaccount \"{name}\" not found");
        return account["automountServiceAccountToken"] is null || account.Flag("automountServiceAccountToken");
    }

    /// <summary>
    /// A kubeconfig for a process that, without a mount namespace, cannot find the token where every in-cluster client looks for it.
    /// </summary>
    public static string WriteKubeconfig(Uri server, string folder, string file)
    {
        var token = File.ReadAllText(Path.Combine(folder, "token"));
        File.WriteAllText(file, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: local, cluster: {server: "{{server.GetLeftPart(UriPartial.Authority)}}", certificate-authority: "{{Path.Combine(folder, "ca.crt")}}"} }]
            users: [{name: pod, user: {token: "{{token}}", tokenFile: "{{Path.Combine(folder, "token")}}"} }]
            contexts: [{name: pod, context: {cluster: local, user: pod, namespace: "{{File.ReadAllText(Path.Combine(folder, "namespace"))}}"} }]
            current-context: pod

            """);
        return file;
    }

    private static bool IsMounted(JsonObject pod) => pod.Objects("spec", "containers").Any(container =>
        container.Objects("volumeMounts").Any(mount => mount.Text("mountPath")?.TrimEnd('/') == MountPath));
}
