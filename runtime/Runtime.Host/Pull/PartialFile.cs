using System.Security.Cryptography;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A download that is not finished: the bytes so far, their hash, and which version of the remote file they came from.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly FileStream _file;
    private readonly string _validatorPath;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialFile(string path)
    {
        (Path, _validatorPath) = (path, path + ".version");
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, BufferBytes, FileOptions.Asynchronous);
    }

    public string Path { get; }

    /// <summary>Bytes here, all of them part of the hash.</summary>
    public long Length { get; private set; }

    /// <summary>The remote version that the bytes came from; null when they must not be continued.</summary>
    public string? Validator { get; private set; }

    /// <summary>Opens what an earlier attempt left. Reads all of it, for the hash goes over the whole file.</summary>
    public static async Task<PartialFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var partial = new PartialFile(path);
        try
        {
            partial.Validator = File.Exists(partial._validatorPath) ? await File.ReadAllTextAsync(partial._validatorPath, cancellationToken) : null;
            if (partial.Validator is null) partial.Restart(null);
            else partial.Length = await HashAsync(partial._file, partial._hash, cancellationToken);
            return partial;
        }
        catch
        {
            await partial.DisposeAsync();
            throw;
        }
    }

    /// <summary>Forgets every byte; what follows comes from another version.</summary>
    public void Restart(string? validator)
    {
        _file.SetLength(0);
        _hash.GetHashAndReset();
        Length = 0;
        Validator = validator;
        if (validator is null) File.Delete(_validatorPath);
        else File.WriteAllText(_validatorPath, validator);
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _file.WriteAsync(bytes, cancellationToken);
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Flushes to the disk.</summary>
    /// <returns>SHA-256 of the bytes, in lower-case hex.</returns>
    public string Complete()
    {
        _file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <summary>Deletes the bytes; the next attempt starts anew.</summary>
    public void Discard() => Restart(null);

    /// <summary>Puts the file where it is wanted, in one step: others see all of it or nothing.</summary>
    public void MoveTo(string path)
    {
        File.Move(Path, path, overwrite: true);
        File.Delete(_validatorPath);
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
    }

    /// <summary>Adds a whole stream to a hash and gives its length.</summary>
    public static async Task<long> HashAsync(Stream stream, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var length = 0L;
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return length;
    }
}
