using System.Security.Cryptography;
using System.Text;
using InferOps.Runtime.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server.Security;

/// <summary>The keys in a file, read again every few seconds: a mounted Secret changes without a restart.</summary>
internal sealed class ApiKeys
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(5);
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeys> _logger;
    private volatile Snapshot _snapshot;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public ApiKeys(string file, TimeProvider time, ILogger<ApiKeys> logger)
    {
        (_file, _time, _logger) = (file, time, logger);
        _snapshot = Read();
    }

    /// <summary>Compares with every key, and with hashes of equal length, so that the time taken tells nothing about a key.</summary>
    public bool Accepts(string key)
    {
        Refresh();
        var hash = Hash(key);
        var accepted = false;
        foreach (var known in _snapshot.Hashes) accepted |= CryptographicOperations.FixedTimeEquals(hash, known);
        return accepted;
    }

    private void Refresh()
    {
        if (_time.GetElapsedTime(_snapshot.ReadAt) < ReadAgainAfter) return;
        try
        {
            _snapshot = Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _snapshot = _snapshot with { ReadAt = _time.GetTimestamp() };
            ServerLog.KeysUnreadable(_logger, _file, error);
        }
    }

    private Snapshot Read()
    {
        var keys = File.ReadAllLines(_file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
        return new Snapshot([.. keys.Select(Hash)], _time.GetTimestamp());
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private sealed record Snapshot(IReadOnlyList<byte[]> Hashes, long ReadAt);
}
