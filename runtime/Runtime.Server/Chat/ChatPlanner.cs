using System.Text;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Generating;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Chat;

/// <summary>From a chat request to its prompt, and to what its answer is read with and held to.</summary>
internal static class ChatPlanner
{
    private const string Tools = "tools";

    /// <exception cref="ApiException">The messages are no conversation, the tools no tools, or the model cannot chat like this.</exception>
    public static AnswerPlan Plan(ChatRequest body, ServingModel model)
    {
        var conversation = ConversationReader.Read(body);
        if (ToolUseReader.Read(body) is not { } use) return new AnswerPlan([model.Chat.Prompt(conversation, null)]);
        if (Constraints.Asked(body) is not null)
            throw ApiException.Invalid(Constraints.Parameter(body), $"'{Constraints.Parameter(body)}' and 'tools' exclude each other; set 'tool_choice' to none.");
        if (use.IsRequired && model.Grammars is null) throw ApiException.Unsupported("tool_choice", "This model cannot be made to call a function; set 'tool_choice' to auto.");

        var reading = new ToolReading(model.Chat.Syntax, use, model.Chat.WithCalls(model.Engine.Tokens));
        return new AnswerPlan([model.Chat.Prompt(conversation, use)]) { Tools = reading, Constraint = Constraint(reading, model) };
    }

    private static Func<ITokenConstraint>? Constraint(ToolReading reading, ServingModel model)
    {
        if (model.Grammars is null) return null;
        var grammar = Grammar(reading) with { ControlTokens = model.Chat.CallTokens.Select(token => token.Token).ToHashSet() };
        var compiled = Constraints.Compile(grammar, model.Grammars, Tools)!;
        if (reading.Use.IsRequired) return compiled;
        return reading.Syntax.Opening.Length > 0
            ? () => new OpeningConstraint(Encoding.UTF8.GetBytes(reading.Syntax.Opening), reading.Tokens, compiled())
            : () => new BareCallConstraint([.. reading.Use.Callable.Select(tool => Encoding.UTF8.GetBytes(JsonCalls.Start(tool)))], reading.Tokens, compiled());
    }

    private static Grammar Grammar(ToolReading reading)
    {
        try
        {
            return ToolGrammar.Of(reading.Syntax, reading.Use);
        }
        catch (FormatException error)
        {
            throw ApiException.Invalid(Tools, $"The parameters of these functions cannot be enforced together: {error.Message}.");
        }
    }
}
