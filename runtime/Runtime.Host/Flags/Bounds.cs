using System.CommandLine;

namespace InferOps.Runtime.Host.Flags;

/// <summary>Flags that take numbers of a range, or one of a few words.</summary>
internal static class Bounds
{
    public static Option<T> AtLeast<T>(int least, Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < least) result.AddError($"{option.Name} must be at least {least}");
        });
        return option;
    }

    public static Option<T> OneOf<T>(string[] words, Option<T> option)
    {
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
