using System.Security.Cryptography;
using System.Text;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Server.Models;

/// <summary>Names what computes answers: the same seed gives the same answer as long as this stays the same.</summary>
internal static class SystemFingerprint
{
    private const int Digits = 10;

    public static string Of(ModelDescription model)
    {
        var version = typeof(SystemFingerprint).Assembly.GetName().Version;
        var computes = $"{version}\n{model.Name}\n{model.VocabularySize}\n{model.ContextTokens}\n{model.MaxSequences}\n{model.BatchTokens}\n{Environment.ProcessorCount}";
        return string.Concat("fp_", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(computes))).AsSpan(0, Digits));
    }
}
