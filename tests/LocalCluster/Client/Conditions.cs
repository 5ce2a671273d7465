using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>Writes one condition into <c>status.conditions</c>; its transition time moves only when its status does.</summary>
internal static class Conditions
{
    public static void Set(JsonObject status, string type, bool value, string reason, string message, string now, bool withUpdateTime = false)
    {
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(item => item.Text("type") == type);
        if (condition is null) conditions.Add((JsonNode)(condition = new JsonObject { ["type"] = type }));
        var text = value ? "True" : "False";
        var transition = condition.Text("status") == text ? condition.Text("lastTransitionTime") ?? now : now;
        var same = condition.Text("status") == text && condition.Text("reason") == reason && condition.Text("message") == message;
        if (withUpdateTime) condition["lastUpdateTime"] = same ? condition.Text("lastUpdateTime") ?? now : now;
        condition["lastTransitionTime"] = transition;
        condition["status"] = text;
        condition["reason"] = reason;
        condition["message"] = message;
    }

    public static void Remove(JsonObject status, string type)
    {
        if (status["conditions"] is JsonArray conditions)
            foreach (var condition in conditions.Where(item => item.Text("type") == type).ToList()) conditions.Remove(condition);
    }
}
