using InferOps.Runtime.Core.Grammars;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>What the arguments of functions are written as, where a model writes them one by one.</summary>
internal sealed class ToolForms(IReadOnlyList<Tool> tools)
{
    // Read for the first call, which few answers have.
    private readonly Dictionary<string, Lazy<IReadOnlyDictionary<string, MemberForm>>> _forms = tools.ToDictionary(
        tool => tool.Name,
        tool => new Lazy<IReadOnlyDictionary<string, MemberForm>>(() => tool.Parameters is { } schema ? GrammarBuilder.MemberForms(schema) : new Dictionary<string, MemberForm>()),
        StringComparer.Ordinal);

    public static ToolForms None { get; } = new([]);

    public bool Knows(string function) => _forms.ContainsKey(function);

    public MemberForm Of(string function, string argument) =>
        _forms.TryGetValue(function, out var forms) ? forms.Value.GetValueOrDefault(argument, MemberForm.Either) : MemberForm.Either;
}
