using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>Checks lengths, patterns, ranges and formats.</summary>
internal static class ScalarValidator
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    public static void Validate(JsonNode value, SchemaNode schema, string path, Causes causes)
    {
        if (value.GetValueKind() == JsonValueKind.String) Text(value, schema, path, causes);
        else if (Numbers.Double(value) is { } number) Number(value, number, schema, path, causes);
    }

    private static void Text(JsonNode value, SchemaNode schema, string path, Causes causes)
    {
        var text = value.GetValue<string>();
        var length = text.EnumerateRunes().Count();
        var rules = schema.Rules;
        if (rules.MaxLength is { } most && length > most) causes.TooLong(path, most);
        if (rules.MinLength is { } least && length < least) causes.Invalid(path, value, $"{path} in body should be at least {least} chars long");
        if (rules.Pattern is not null && !Regex.IsMatch(text, rules.Pattern, RegexOptions.CultureInvariant, RegexLimit))
            causes.Invalid(path, value, $"{path} in body should match '{rules.Pattern}'");
        if (!Formats.Fits(schema.Format, text)) causes.Invalid(path, value, $"{path} in body must be of type {schema.Format}: {value.ToJsonString()}");
    }

    private static void Number(JsonNode value, double number, SchemaNode schema, string path, Causes causes)
    {
        var rules = schema.Rules;
        if (rules.Minimum is { } least && (number < least || (rules.ExclusiveMinimum && number <= least)))
            causes.Invalid(path, value, $"{path} in body should be greater than {(rules.ExclusiveMinimum ? "" : "or equal to ")}{Text(least)}");
        if (rules.Maximum is { } most && (number > most || (rules.ExclusiveMaximum && number >= most)))
            causes.Invalid(path, value, $"{path} in body should be less than {(rules.ExclusiveMaximum ? "" : "or equal to ")}{Text(most)}");
        if (rules.MultipleOf is { } unit && number % unit != 0) causes.Invalid(path, value, $"{path} in body should be a multiple of {Text(unit)}");
        if (schema.Format == "int32" && number is < int.MinValue or > int.MaxValue) causes.Invalid(path, value, $"{path} in body must be of type int32: \"{value.ToJsonString()}\"");
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
