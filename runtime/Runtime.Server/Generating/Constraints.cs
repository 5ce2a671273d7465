using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>What a request may be answered with, from what its body says to a constraint for each of its generations.</summary>
internal static class Constraints
{
    private const string ResponseFormat = "response_format";
    private const string GrammarParameter = "grammar";

    /// <summary>The grammar that a body asks for; null where any text will do.</summary>
    /// <exception cref="ApiException">What it asks for cannot be enforced.</exception>
    public static Grammar? Asked(GenerationBody body)
    {
        var format = body.ResponseFormat is { Type: not "text" } wanted ? wanted : null;
        if (body.Grammar is null) return format is null ? null : Of(format);
        if (format is not null) throw ApiException.Invalid(GrammarParameter, "'grammar' and 'response_format' cannot be set together.");
        return new Grammar(body.Grammar);
    }

    /// <summary>Makes sure that a grammar can be compiled, here and now and not on the engine's thread; there it is only copied.</summary>
    /// <exception cref="ApiException">It cannot.</exception>
    public static Func<ITokenConstraint>? Compile(Grammar? grammar, IGrammarCompiler? compiler, string parameter = ResponseFormat)
    {
        if (grammar is null) return null;
        if (compiler is null) throw ApiException.Unsupported(parameter, $"'{parameter}' is not supported by this model.");
        try
        {
            compiler.Compile(grammar).Dispose();
            return () => compiler.Compile(grammar);
        }
        catch (FormatException error)
        {
            throw ApiException.Invalid(parameter, $"Invalid value for '{parameter}': {error.Message}.");
        }
    }

    /// <summary>How a body names what it asks for.</summary>
    public static string Parameter(GenerationBody body) => body.Grammar is null ? ResponseFormat : GrammarParameter;

    private static Grammar Of(ResponseFormat format)
    {
        switch (format.Type)
        {
            case "json_object": return JsonGrammars.AnyObject;
            case "json_schema": break;
            default: throw ApiException.Invalid(ResponseFormat, $"'{format.Type}' is not a response format: use text, json_object or json_schema.");
        }

        if (format.JsonSchema?.Schema is not { } schema) throw ApiException.Invalid(ResponseFormat, "'response_format.json_schema.schema' is missing.");
        try
        {
            return JsonGrammars.Of(schema);
        }
        catch (FormatException error)
        {
            throw ApiException.Invalid(ResponseFormat, $"Invalid schema for 'response_format': {error.Message}.");
        }
    }
}
