using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Api;

/// <summary>One reason within a Status: which field, what is wrong with it.</summary>
/// <param name="Reason">Closed set of the API: <c>FieldValueInvalid</c>, <c>FieldValueRequired</c>, <c>FieldManagerConflict</c>, ...</param>
/// <param name="Message">Text without the field path.</param>
/// <param name="Field">Path such as <c>spec.replicas</c>.</param>
public sealed record StatusCause(string Reason, string Message, string Field);

/// <summary>A refused request: carries everything the answered <c>Status</c> object says.</summary>
/// <param name="code">HTTP status code.</param>
/// <param name="reason">Machine readable reason such as <c>NotFound</c>.</param>
/// <param name="message">Sentence for people, worded like the real server's.</param>
public sealed class ApiException(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    /// <summary>Which object or type the refusal is about; null for the request as a whole.</summary>
    public StatusSubject? Subject { get; init; }

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>Seconds after which to try again; zero when there is no such advice.</summary>
    public int RetryAfterSeconds { get; init; }

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.GroupResource} \"{name}\" not found") { Subject = StatusSubject.Resource(type, name) };

    public static ApiException NotFound() => new(404, "NotFound", "the server could not find the requested resource");

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.GroupResource} \"{name}\" already exists") { Subject = StatusSubject.Resource(type, name) };

    public static ApiException Conflict(ResourceType type, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.GroupResource} \"{name}\": {why}") { Subject = StatusSubject.Resource(type, name) };

    public static ApiException Forbidden(string message, StatusSubject? subject = null) => new(403, "Forbidden", message) { Subject = subject };

    public static ApiException Gone(string message) => new(410, "Expired", message);

    public static ApiException UnsupportedMediaType(string message) => new(415, "UnsupportedMediaType", message);

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    /// <summary>A 422 whose message lists every cause as <c>field: message</c>, as the real server writes it.</summary>
    public static ApiException Invalid(ResourceType type, string name, IReadOnlyList<StatusCause> causes)
    {
        var lines = causes.Select(cause => $"{cause.Field}: {cause.Message}").ToList();
        var text = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        var kind = type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}";
        return new ApiException(422, "Invalid", $"{kind} \"{name}\" is invalid: {text}")
        {
            Subject = new StatusSubject(type.Group, type.Kind, name),
            Causes = causes,
        };
    }

    /// <summary>The <c>Status</c> object of the answer.</summary>
    public JsonObject ToStatus()
    {
        var details = new JsonObject();
        if (Subject is { Name.Length: > 0 }) details["name"] = Subject.Name;
        if (Subject is { Group.Length: > 0 }) details["group"] = Subject.Group;
        if (Subject is { Kind.Length: > 0 }) details["kind"] = Subject.Kind;
        if (Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. Causes.Select(cause =>
                (JsonNode)new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message, ["field"] = cause.Field })]);
        }

        if (RetryAfterSeconds > 0) details["retryAfterSeconds"] = RetryAfterSeconds;
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (details.Count > 0) status["details"] = details;
        status["code"] = Code;
        return status;
    }
}

/// <summary>What a Status is about. <paramref name="Kind"/> is the plural for most refusals and the Kind for invalid objects, as in the real server.</summary>
public sealed record StatusSubject(string Group, string Kind, string Name)
{
    public static StatusSubject Resource(ResourceType type, string name) => new(type.Group, type.Plural, name);
}
