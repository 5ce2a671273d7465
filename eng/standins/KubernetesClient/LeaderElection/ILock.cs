namespace k8s.LeaderElection;

/// <summary>The shared record that leaders are elected on.</summary>
public interface ILock
{
    /// <summary>Who we are in the record.</summary>
    string Identity { get; }

    /// <exception cref="Autorest.HttpOperationException">There is no record yet (404), or it cannot be read.</exception>
    Task<LeaderElectionRecord> GetAsync(CancellationToken cancellationToken = default);

    /// <returns>Whether the record was created; false when somebody else was faster.</returns>
    Task<bool> CreateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default);

    /// <returns>Whether the record was written; false when somebody else wrote it since we read it.</returns>
    Task<bool> UpdateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default);

    /// <returns>A name for logs.</returns>
    string Describe();
}

/// <summary>Who leads, since when, and until when unless renewed.</summary>
public class LeaderElectionRecord
{
    public string HolderIdentity { get; set; }

    public int LeaseDurationSeconds { get; set; }

    public DateTime? AcquireTime { get; set; }

    public DateTime? RenewTime { get; set; }

    public int LeaderTransitions { get; set; }
}
