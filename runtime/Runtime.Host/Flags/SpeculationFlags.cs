using System.CommandLine;
using System.CommandLine.Parsing;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Host.Llama;

namespace InferOps.Runtime.Host.Flags;

/// <summary>The flags of <c>serve</c> that say where guesses at the next tokens come from.</summary>
internal static class SpeculationFlags
{
    private static readonly Dictionary<string, SpeculationMode> Modes = new()
    {
        ["auto"] = SpeculationMode.Auto, ["off"] = SpeculationMode.Off, ["prompt-lookup"] = SpeculationMode.PromptLookup, ["draft"] = SpeculationMode.Draft,
    };

    private static readonly Option<string> Mode = Bounds.OneOf<string>([.. Modes.Keys], new(RuntimeArguments.Speculation)
    {
        Description = "Guess tokens ahead, from the text itself, from --draft-model, or both; only while it pays.", DefaultValueFactory = _ => "auto",
    });
    private static readonly Option<string?> DraftModel = new(RuntimeArguments.DraftModel) { Description = "A small model file with the same vocabulary that guesses tokens ahead." };

    public static void AddTo(Command command)
    {
        command.Options.Add(Mode);
        command.Options.Add(DraftModel);
        command.Validators.Add(Check);
    }

    public static SpeculationOptions Read(ParseResult arguments) => new() { Mode = Modes[arguments.GetRequiredValue(Mode)] };

    /// <summary>The model with its draft model, unless that would never be asked.</summary>
    public static LlamaOptions Add(LlamaOptions model, ParseResult arguments) =>
        arguments.GetValue(DraftModel) is { } file && Read(arguments).Mode is SpeculationMode.Auto or SpeculationMode.Draft
            ? model with { DraftModelFile = Path.GetFullPath(file) }
            : model;

    private static void Check(CommandResult result)
    {
        if (result.GetValue(Mode) == "draft" && result.GetValue(DraftModel) is null) result.AddError($"{RuntimeArguments.Speculation} draft needs a {RuntimeArguments.DraftModel}");
    }
}
