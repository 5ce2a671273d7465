using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Nodes;

/// <summary>Builds the Node of a simulated node.</summary>
internal static class NodeObject
{
    private const string Gpu = "nvidia.com/gpu";

    public static JsonObject Build(NodeOptions options) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = options.Name, ["labels"] = Labels(options).ToJsonObject() },
        ["spec"] = new JsonObject
        {
            ["providerID"] = $"localcluster://{options.Name}",
            ["taints"] = options.Taints.Select(taint => (JsonNode)new JsonObject { ["key"] = taint.Key, ["value"] = taint.Value, ["effect"] = taint.Effect }).ToJsonArray(),
        },
    };

    public static void WriteStatus(JsonObject node, NodeOptions options, (string Address, int Port) server, bool ready, DateTimeOffset now)
    {
        var status = node.Ensure("status");
        var capacity = Capacity(options);
        status["capacity"] = capacity.ToJsonObject();
        status["allocatable"] = capacity.ToJsonObject();
        status["addresses"] = new JsonArray(
            new JsonObject { ["type"] = "InternalIP", ["address"] = server.Address }, new JsonObject { ["type"] = "Hostname", ["address"] = options.Name });
        status["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = server.Port } };
        status["nodeInfo"] ??= NodeInfo(options.Name);
        var text = KubeTime.Seconds(now);
        SetCondition(status, "MemoryPressure", false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available", text);
        SetCondition(status, "DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure", text);
        SetCondition(status, "PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available", text);
        SetCondition(status, "Ready", ready, ready ? "KubeletReady" : "KubeletStopped", ready ? "kubelet is posting ready status" : "kubelet was stopped", text);
    }

    public static Dictionary<string, string> Capacity(NodeOptions options)
    {
        var capacity = new Dictionary<string, string> { ["cpu"] = "64", ["memory"] = "256Gi", ["ephemeral-storage"] = "500Gi", ["pods"] = "110" };
        foreach (var (name, quantity) in options.Capacity) capacity[name] = quantity;
        return capacity;
    }

    // What the kubelet sets, and what GPU Feature Discovery adds on a node with GPUs.
    private static Dictionary<string, string> Labels(NodeOptions options)
    {
        var labels = new Dictionary<string, string>
        {
            ["kubernetes.io/hostname"] = options.Name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
        };
        if (options.Capacity.TryGetValue(Gpu, out var count)) (labels["nvidia.com/gpu.count"], labels["nvidia.com/gpu.present"]) = (count, "true");
        foreach (var (name, value) in options.Labels) labels[name] = value;
        return labels;
    }

    private static JsonObject NodeInfo(string name) => new()
    {
        ["machineID"] = name,
        ["systemUUID"] = name,
        ["bootID"] = name,
        ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
        ["osImage"] = "LocalCluster",
        ["containerRuntimeVersion"] = "process://1.0",
        ["kubeletVersion"] = "v1.32.0-localcluster",
        ["kubeProxyVersion"] = "v1.32.0-localcluster",
        ["operatingSystem"] = "linux",
        ["architecture"] = "amd64",
    };

    private static void SetCondition(JsonObject status, string type, bool value, string reason, string message, string now)
    {
        Conditions.Set(status, type, value, reason, message, now);
        status.Objects("conditions").First(condition => condition.Text("type") == type)["lastHeartbeatTime"] = now;
    }
}
