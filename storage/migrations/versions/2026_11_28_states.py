"""What was not emailed is told from what was, and days are those of people

Revision ID: 2026_11_28_states
Revises: 2026_11_28_bounces
Create Date: 2026-11-28 23:40:00
"""
from datetime import timedelta

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_states'
down_revision = '2026_11_28_bounces'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
A_MOMENT = timedelta(seconds=1)

outbox = sa.table('outbox', sa.column('workspace_id'), sa.column('contact_id'), sa.column('import_id'),
                  sa.column('kind'), sa.column('state'))
invitation = sa.table('invitation', sa.column('id'), sa.column('workspace_id'), sa.column('contact_id'), sa.column('import_id'),
                      sa.column('mails'), sa.column('unasked', sa.Boolean()), sa.column('created_at', sa.DateTime(timezone=True)),
                      sa.column('began_at', sa.DateTime(timezone=True)))
import_ = sa.table('import', sa.column('id'), sa.column('cancelled_at'), sa.column('stopped_at'))
application = sa.table('application', sa.column('id'), sa.column('contact_id'), sa.column('confirmed_at'))
card = sa.table('card', sa.column('kind'), sa.column('contact_id'), sa.column('application_id'))
link = sa.table('link', sa.column('id'), sa.column('expires_at', sa.DateTime(timezone=True)), sa.column('last_day', sa.Date()))


def upgrade() -> None:
    op.add_column('invitation', sa.Column('unasked', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('invitation', sa.Column('began_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('card', sa.Column('application_id', BIG, nullable=True))
    op.add_column('member', sa.Column('tz', sa.String(), nullable=True))
    op.add_column('link', sa.Column('last_day', sa.Date(), nullable=True))
    op.create_index('ix_invitation_unasked', 'invitation', ['workspace_id', 'contact_id'],
                    sqlite_where=sa.text('unasked = 1'), postgresql_where=sa.text('unasked'))
    _tell_what_was_emailed()
    _give_cards_their_applications()
    _give_links_their_last_day()


def _tell_what_was_emailed() -> None:
    op.execute(invitation.update().where(_not_emailed()).values(unasked=sa.true()))
    waits = _mail('queued', 'sending', 'held')
    began = invitation.update().where(~invitation.c.unasked, ~waits)
    op.execute(began.values(began_at=invitation.c.created_at))


def _not_emailed() -> sa.ColumnElement[bool]:
    """Added only, or of an import that was stopped before the email left."""
    stopped = sa.or_(import_.c.cancelled_at.is_not(None), import_.c.stopped_at.is_not(None))
    of_stopped = sa.exists().where(import_.c.id == invitation.c.import_id, stopped)
    called_off = sa.and_(of_stopped, invitation.c.mails == 1, _mail('cancelled'))
    return sa.or_(invitation.c.mails == 0, called_off)


def _mail(*states: str) -> sa.ColumnElement[bool]:
    its = sa.and_(outbox.c.workspace_id == invitation.c.workspace_id, outbox.c.contact_id == invitation.c.contact_id,
                  outbox.c.kind == 'invitation')
    return sa.exists().where(its, outbox.c.state.in_(states)).correlate(invitation)


def _give_cards_their_applications() -> None:
    newest = sa.select(sa.func.max(application.c.id)).where(
        application.c.contact_id == card.c.contact_id, application.c.confirmed_at.is_not(None))
    op.execute(card.update().where(card.c.kind == 'application').values(application_id=newest.scalar_subquery()))


def _give_links_their_last_day() -> None:
    bind = op.get_bind()
    for link_id, expires_at in bind.execute(sa.select(link.c.id, link.c.expires_at).where(link.c.expires_at.is_not(None))).all():
        last_day = (expires_at - A_MOMENT).date()
        bind.execute(link.update().where(link.c.id == link_id).values(last_day=last_day))


def downgrade() -> None:
    op.drop_index('ix_invitation_unasked', 'invitation')
    op.drop_column('link', 'last_day')
    op.drop_column('member', 'tz')
    op.drop_column('card', 'application_id')
    op.drop_column('invitation', 'began_at')
    op.drop_column('invitation', 'unasked')
