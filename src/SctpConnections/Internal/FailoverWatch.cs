using System.Net;
using SctpConnections.Notifications;

namespace SctpConnections;

/// <summary>Notices when data leaves the primary path because that has failed, and when it is back. One thread at a time.</summary>
internal struct FailoverWatch
{
    private IPAddress? _failed;

    public void OnChange(SctpAssociation association, SctpPeerAddressChangeNotification change)
    {
        switch (change.State)
        {
            case SctpPeerAddressState.Unreachable or SctpPeerAddressState.PotentiallyFailed when _failed is null:
                var remote = association.RemoteEndPoint.Addresses;
                if (remote.Length > 1 && change.Address.Equals(remote[0]))
                {
                    _failed = change.Address;
                    association.Metrics.FailedOver(association);
                    SctpLog.FailedOver(association.Environment.Logger, association, change.Address);
                }
                break;
            case SctpPeerAddressState.Available or SctpPeerAddressState.Confirmed when change.Address.Equals(_failed):
                SctpLog.PrimaryPathBack(association.Environment.Logger, association, change.Address);
                _failed = null;
                break;
            case SctpPeerAddressState.MadePrimary or SctpPeerAddressState.Removed:
                _failed = null;
                break;
        }
    }
}
