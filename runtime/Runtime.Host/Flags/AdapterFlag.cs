using System.CommandLine.Parsing;
using System.Globalization;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Llama;

namespace InferOps.Runtime.Host.Flags;

/// <summary>Reads <c>--adapter NAME=FILE[@SCALE]</c>, given once for each adapter.</summary>
internal static class AdapterFlag
{
    public static AdapterFile[] Parse(ArgumentResult result)
    {
        var adapters = new List<AdapterFile>();
        foreach (var token in result.Tokens)
        {
            if (Parse(token.Value) is not { } adapter) result.AddError($"{RuntimeArguments.Adapter}: '{token.Value}' is not NAME=FILE[@SCALE]");
            else if (adapters.Exists(other => other.Name == adapter.Name)) result.AddError($"{RuntimeArguments.Adapter}: the name '{adapter.Name}' is given twice");
            else adapters.Add(adapter);
        }

        return [.. adapters];
    }

    /// <summary>The text after the last @ is a scale if it is a number: file names may have one, too.</summary>
    internal static AdapterFile? Parse(string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } file]) return null;
        var at = file.LastIndexOf('@');
        return at > 0 && float.TryParse(file.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && float.IsFinite(scale)
            ? new AdapterFile(name, Path.GetFullPath(file[..at]), scale)
            : new AdapterFile(name, Path.GetFullPath(file));
    }
}
