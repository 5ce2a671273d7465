using System.Collections.Concurrent;
using System.Security.Cryptography;
using InferOps.Runtime.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server.Security;

/// <summary>The keys in a file, read again every few seconds: a mounted Secret changes without a restart.</summary>
internal sealed class ApiKeys
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, KeyBudget> _budgets = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeys> _logger;
    private volatile IReadOnlyList<KnownKey> _keys;
    private string? _lastProblem;
    private long _readAt;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line of it is wrong; the message names file and line.</exception>
    public ApiKeys(string file, TimeProvider time, ILogger<ApiKeys> logger)
    {
        (_file, _time, _logger) = (file, time, logger);
        _readAt = time.GetTimestamp();
        try
        {
            _keys = Read();
        }
        catch (KeyFileException wrong)
        {
            throw new InvalidDataException($"{file}: {wrong.Message}", wrong);
        }
    }

    /// <summary>The names in the file, for metrics.</summary>
    public IEnumerable<string> Names => _keys.Select(key => key.Settings.Name).OfType<string>().Distinct();

    /// <summary>
    /// Who has this key; null for nobody. It is compared with every key, and by hashes of equal length, so that the time taken tells nothing about a key.
    /// </summary>
    public Tenant? Find(string key)
    {
        Refresh();
        var hash = KeyFile.Hash(key);
        KnownKey? found = null;
        foreach (var known in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known.Hash)) found = known;
        }

        return found is null ? null : new Tenant(found.Tenant, found.Settings.Name ?? Tenant.Unnamed, found.Settings.Priority, Budget(found));
    }

    private KeyBudget Budget(KnownKey key) => _budgets.GetOrAdd(key.Tenant, _ => new KeyBudget(key.Settings.Limits, _time));

    private void Refresh()
    {
        var readAt = Volatile.Read(ref _readAt);
        if (_time.GetElapsedTime(readAt) < ReadAgainAfter || Interlocked.CompareExchange(ref _readAt, _time.GetTimestamp(), readAt) != readAt) return;
        try
        {
            _keys = Read();
            _lastProblem = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or KeyFileException)
        {
            // Once, not every few seconds until somebody mends the file.
            if (_lastProblem != error.Message) ServerLog.KeysUnreadable(_logger, _file, error.Message);
            _lastProblem = error.Message;
        }
    }

    private IReadOnlyList<KnownKey> Read()
    {
        var keys = KeyFile.Parse(File.ReadAllLines(_file));
        foreach (var gone in _budgets.Keys.Except(keys.Select(key => key.Tenant)).ToList()) _budgets.TryRemove(gone, out _);
        foreach (var key in keys) Budget(key).Limit(key.Settings.Limits);
        return keys;
    }
}
