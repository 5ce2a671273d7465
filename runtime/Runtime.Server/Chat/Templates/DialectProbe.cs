using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>Finds out what a template understands by rendering small conversations and looking for their words in the prompt.</summary>
internal sealed class DialectProbe(ChatTemplate template, ConversationWriter writer)
{
    /// <summary>The function that examples call, with <see cref="Argument"/> set to <see cref="Value"/>.</summary>
    public const string Function = "probe_function";

    public const string Argument = "probe_argument";
    public const string Value = "probe value";
    private const string Question = "probe question";
    private const string Instruction = "probe instruction";
    private const string Result = "probe result";

    /// <summary>Nine letters or digits: Mistral's templates refuse any other.</summary>
    private static readonly ToolCall Call = new("probe1234", Function, $$"""{"{{Argument}}":"{{Value}}"}""");

    private static readonly JsonElement Tool = JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = Function,
            ["description"] = "Probes.",
            ["parameters"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [Argument] = new JsonObject { ["type"] = "string", ["description"] = "Any." } },
                ["required"] = new JsonArray(Argument),
            },
        },
    });

    private static readonly Message Asked = new(Roles.User, Question);

    /// <exception cref="TemplateException">The template does not even show a user's question.</exception>
    public TemplateDialect Run()
    {
        var dialect = new TemplateDialect();
        if (!Shows(new Conversation([Asked]), dialect, Question))
        {
            dialect = dialect with { WantsParts = true };
            if (!Shows(new Conversation([Asked]), dialect, Question)) throw Failure();
        }

        dialect = dialect with
        {
            HasSystemRole = Shows(new Conversation([new Message(Roles.System, Instruction), Asked]), dialect, Instruction, Question),
            ShowsTools = Shows(new Conversation([Asked]) { Tools = [Tool] }, dialect, Function, Argument),
        };
        return WithCalls(dialect);
    }

    private TemplateDialect WithCalls(TemplateDialect dialect)
    {
        var called = new Conversation(
        [
            Asked,
            new Message(Roles.Assistant, "") { ToolCalls = [Call] },
            new Message(Roles.Tool, Result) { ToolCallId = Call.Id, Name = Function },
        ])
        { Tools = [Tool] };
        foreach (var asText in new[] { false, true })
        {
            foreach (var asNull in new[] { false, true })
            {
                var attempt = dialect with { WantsArgumentsAsText = asText, WantsNullContent = asNull };
                if (Render(called, attempt) is not { } prompt || !Holds(prompt, Result, Function, Argument, Value)) continue;

                // Text of JSON that was written as JSON once more.
                if (prompt.Contains($"\\\"{Argument}", StringComparison.Ordinal)) continue;
                return attempt with { ExampleOfCall = prompt };
            }
        }

        return dialect;
    }

    private bool Shows(Conversation conversation, TemplateDialect dialect, params string[] words) =>
        Render(conversation, dialect) is { } prompt && Holds(prompt, words);

    private static bool Holds(string prompt, params string[] words) => Array.TrueForAll(words, word => prompt.Contains(word, StringComparison.Ordinal));

    private string? Render(Conversation conversation, TemplateDialect dialect)
    {
        try
        {
            return template.Render(writer.Write(conversation, dialect));
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private TemplateException Failure()
    {
        try
        {
            template.Render(writer.Write(new Conversation([Asked]), new TemplateDialect()));
            return TemplateException.Silent();
        }
        catch (TemplateException error)
        {
            return error;
        }
    }
}
