namespace InferOps.LocalCluster.Kubelet.Logs;

/// <summary>Copies a process's output into its log, line by line; a very long line is stored in parts.</summary>
internal static class LogPump
{
    private const int LongestPart = 16 << 10;

    public static async Task RunAsync(Stream output, string stream, ContainerLog log)
    {
        var buffer = new byte[LongestPart];
        var held = 0;
        while (true)
        {
            var read = await output.ReadAsync(buffer.AsMemory(held));
            if (read == 0) break;
            held = Store(buffer, held + read, stream, log);
        }

        if (held > 0) log.Append(stream, true, buffer.AsSpan(0, held));
    }

    /// <summary>Stores whole lines and moves the rest to the front; returns its length.</summary>
    private static int Store(byte[] buffer, int length, string stream, ContainerLog log)
    {
        var start = 0;
        while (buffer.AsSpan(start, length - start).IndexOf((byte)'\n') is >= 0 and var end)
        {
            log.Append(stream, true, buffer.AsSpan(start, end));
            start += end + 1;
        }

        if (start == 0 && length == buffer.Length)
        {
            log.Append(stream, false, buffer);
            return 0;
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }
}
