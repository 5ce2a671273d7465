using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of pod specifications.</summary>
internal static class PodRules
{
    public static void Validate(JsonObject spec, string path, Causes causes)
    {
        var volumes = Volumes(spec["volumes"] as JsonArray ?? [], $"{path}.volumes", causes);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (string[])["initContainers", "containers"])
        {
            var containers = spec[list] as JsonArray ?? [];
            for (var index = 0; index < containers.Count; index++)
            {
                if (containers[index] is not JsonObject container) continue;
                var at = $"{path}.{list}[{index}]";
                if (container.Text("name") is { } name && !names.Add(name)) causes.Duplicate($"{at}.name", name);
                ContainerRules.Validate(container, volumes, at, causes);
                if (list == "initContainers" && container.Text("restartPolicy") != "Always") NoProbes(container, at, causes);
            }
        }

        if (Numbers.Integer(spec["terminationGracePeriodSeconds"]) < 0)
            causes.Invalid($"{path}.terminationGracePeriodSeconds", spec["terminationGracePeriodSeconds"], "must be greater than or equal to 0");
        MetadataRules.Labels(spec["nodeSelector"] as JsonObject, $"{path}.nodeSelector", causes);
        Tolerations(spec["tolerations"] as JsonArray ?? [], $"{path}.tolerations", causes);
        Spread(spec["topologySpreadConstraints"] as JsonArray ?? [], $"{path}.topologySpreadConstraints", causes);
    }

    private static HashSet<string> Volumes(JsonArray volumes, string path, Causes causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < volumes.Count; index++)
        {
            if (volumes[index] is not JsonObject volume || volume.Text("name") is not { } name) continue;
            if (Names.Label(name) is { } wrong) causes.Invalid($"{path}[{index}].name", name, wrong);
            if (!names.Add(name)) causes.Duplicate($"{path}[{index}].name", name);
            foreach (var extra in volume.Select(field => field.Key).Where(key => key != "name").Skip(1))
                causes.Forbidden($"{path}[{index}].{extra}", "may not specify more than 1 volume type");
        }

        return names;
    }

    private static void NoProbes(JsonObject container, string path, Causes causes)
    {
        foreach (var name in (string[])["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"])
            if (container[name] is not null) causes.Forbidden($"{path}.{name}", "may not be set for init containers without restartPolicy=Always");
    }

    private static void Tolerations(JsonArray tolerations, string path, Causes causes)
    {
        for (var index = 0; index < tolerations.Count; index++)
        {
            var (toleration, at) = (tolerations[index], $"{path}[{index}]");
            var isExists = toleration.Text("operator") == "Exists";
            if (toleration.Text("key") is null or "" && !isExists)
                causes.Invalid($"{at}.operator", toleration.Text("operator"), "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            if (isExists && toleration.Text("value") is { Length: > 0 } value)
                causes.Invalid($"{at}.operator", value, "value must be empty when `operator` is 'Exists'");
            if (toleration.At("tolerationSeconds") is not null && toleration.Text("effect") != "NoExecute")
                causes.Invalid($"{at}.effect", toleration.Text("effect"), "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
    }

    private static void Spread(JsonArray constraints, string path, Causes causes)
    {
        for (var index = 0; index < constraints.Count; index++)
            if (Numbers.Integer(constraints[index].At("maxSkew")) is not > 0) causes.Invalid($"{path}[{index}].maxSkew", constraints[index].At("maxSkew"), "must be greater than zero");
    }
}
