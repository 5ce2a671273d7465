namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Bytes of a file.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
internal readonly record struct ByteRange(long From, long To)
{
    public long Length => To - From;
}
