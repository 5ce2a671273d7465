using System.Security.Cryptography;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>Names of calls, for results to refer to.</summary>
internal static class ToolCallIds
{
    /// <summary>Mistral's templates refuse any other length.</summary>
    private const int Length = 9;

    public static string Next() => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Length);
}
