namespace InferOps.LocalCluster.Api.Http.Protobuf;

/// <summary>A field as <c>messages.txt</c> describes it.</summary>
/// <param name="Name">JSON name.</param>
/// <param name="Type">Scalar, map or message name.</param>
/// <param name="Repeated">Whether it is an array.</param>
/// <param name="KeepsZero">Whether zero is a value and not absence.</param>
internal sealed record MessageField(string Name, string Type, bool Repeated, bool KeepsZero);

/// <summary>The messages that are read from protobuf, by name, and their fields by number.</summary>
internal static class MessageTable
{
    private static readonly Lazy<Dictionary<string, Dictionary<int, MessageField>>> Messages = new(Read);

    /// <returns>Null for a message that is not read.</returns>
    public static IReadOnlyDictionary<int, MessageField>? Find(string message) => Messages.Value.GetValueOrDefault(message);

    private static Dictionary<string, Dictionary<int, MessageField>> Read()
    {
        using var resource = typeof(MessageTable).Assembly.GetManifestResourceStream("protobuf-messages.txt")
            ?? throw new InvalidOperationException("protobuf-messages.txt is not embedded");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Split(' ').Select(ReadField).ToDictionary(field => field.Number, field => field.Field));
    }

    private static (int Number, MessageField Field) ReadField(string text)
    {
        var (name, rest) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..].Split(':'));
        var type = rest.Length > 1 ? rest[1] : "string";
        return (int.Parse(rest[0]), new MessageField(name, type.TrimEnd('?').Replace("[]", ""), type.EndsWith("[]", StringComparison.Ordinal), type.EndsWith('?')));
    }
}
