using System.CommandLine;

namespace InferOps.Runtime.Host.Flags;

/// <summary>Flags that take numbers of a range.</summary>
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
}
