using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>SHA-256 in hex.</summary>
internal static class Checksum
{
    /// <returns>The sum that was found.</returns>
    /// <exception cref="PullException">It is not the one that was wanted.</exception>
    public static string Verify(string found, string wanted) => string.Equals(found, wanted, StringComparison.OrdinalIgnoreCase)
        ? found
        : throw new PullException(
            ModelFailureReasons.ChecksumMismatch,
            $"the file has SHA-256 {found}, and {wanted.ToLowerInvariant()} was asked for; correct spec.model.sha256, or put the right file there");
}
